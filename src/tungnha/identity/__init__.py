"""Vietnamese names, personal numbers, phones, dates and the card's QR code. Pure Python, no Django."""
