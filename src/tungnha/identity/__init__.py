"""Vietnamese names, personal numbers, telephones, dates and the card's QR code. Pure Python, no Django.

    names     tidy, keys, order, split, compare (why two names agree), take_apart (bà, brackets, a year)
    mending   names of old encodings, or with the keys of TELEX and VNI left as typed
    numbers   the 12-digit number and the old card's: read, explain, what is odd, whether one replaced the other
    phones    every mobile number of a cell, as it is dialled today
    dates     as far as they are known; ages as a range
    card      the QR code of the identity card: four things are kept of it
    sexes, syllables, legacy (old encodings of whole texts), hiding (numbers inside a text)

Each reads what stands in a cell and tells in one Vietnamese sentence what is odd, or why there is nothing.
docs/identity.md shows them.
"""
