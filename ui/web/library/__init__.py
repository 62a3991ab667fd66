"""The library on the page: a list to search, files to add, facts to correct."""
