"""Từng Nhà: from an official plan to every door, and back to the official report."""
