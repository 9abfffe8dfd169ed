"""The session's states walked at random, judged at the model's skin (make stateful)."""
