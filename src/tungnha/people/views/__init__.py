"""The pages of the room of people, a module for each part."""
