"""How much of a file is read, and with how much time and memory. docs/deploy.md names the same figures."""

MEGABYTE = 1024 * 1024

MAX_BYTES = 50 * MEGABYTE  # of the file as sent; a scan of 60 pages in grey has about 25 MB
MAX_PAGES = 600  # of a PDF with letters of its own: a minute's work. The longest plans with annexes have about 200
MAX_SCANNED_PAGES = 60  # pages read from pictures, at two to four seconds each
MAX_PIXELS = 120_000_000  # of one picture
MAX_CHARACTERS = 3_000_000  # of text, about 1,000 pages

MEMORY = 2048 * MEGABYTE  # address space of the process that parses
MEMORY_OFFICE = 6144 * MEGABYTE  # where it starts LibreOffice, which reserves far more than it uses
SECONDS = 120  # by the clock, for a file whose letters are there
SECONDS_SCAN = 420  # by the clock, for scans
MAX_WRITTEN = 512 * MEGABYTE  # any one file written meanwhile
MAX_ANSWER = 64 * MEGABYTE  # what the process may answer
