"""The closed loop: what visitors say of each cell, and what to make next."""
