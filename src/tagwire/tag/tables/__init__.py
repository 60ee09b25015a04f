"""Tables of words that the rules of the room read; facts only, no code."""
