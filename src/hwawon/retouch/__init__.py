"""Repaint inside a mask, exactly: request, plan, run, journal."""
