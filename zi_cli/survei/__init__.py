"""Plain facts from survey answers: exact indices, sample size, quality of the data. Answers never leave the machine."""
