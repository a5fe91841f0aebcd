"""The portal as real processes that are killed, starved and cut off: what must then be whole, or not there at all."""
