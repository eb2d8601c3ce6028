"""Make pictures from words: request, plan, run."""
