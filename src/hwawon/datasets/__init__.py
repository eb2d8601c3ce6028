"""What the recommender knows: visitors, items and interactions, in and out as CSV."""
