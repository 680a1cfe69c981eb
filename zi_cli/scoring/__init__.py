"""Pure scoring: answers and instrument in, exact points and verdicts out."""
