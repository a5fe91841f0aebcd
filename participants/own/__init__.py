"""The participant's own side: their account, and their rights over their data.

An account is opened with a proof: the receipt of the registration, or a link that an official hands out once. What
somebody may correct at once, what they ask for, and by when it must be answered. May import what participants may.
"""
