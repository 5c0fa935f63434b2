"""How requests arrive: deadlines, caps, framing, threads, and an end without loss."""
