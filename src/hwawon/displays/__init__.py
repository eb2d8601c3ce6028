"""The screens of an exhibition: zones that change as one, their players, and what was shown where."""
