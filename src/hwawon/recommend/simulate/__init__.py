"""Visitors whose tastes are known, to see whether the recommender finds them: regret, coverage and fairness."""
