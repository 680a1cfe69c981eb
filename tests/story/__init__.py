"""The story of a new user: from a heap of worksheets that came by e-mail to letters that only need a signature."""
