"""The pages: each function takes the site and a request and gives an answer."""
