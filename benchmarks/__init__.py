"""Speed, memory and disk: beside other libraries, against the limits, and as it grows."""
