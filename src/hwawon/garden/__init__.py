"""Visitors: their visits, consent and moods, what they like, the page they share, and the statistics of it all."""
