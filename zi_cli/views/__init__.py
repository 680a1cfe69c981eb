"""What is said, once: words and tables that every renderer takes."""
