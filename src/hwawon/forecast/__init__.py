"""What a job will need, before it is asked for: passes, seconds, memory."""
