"""Build scripts of what is released: the page, the bundle for Windows, the release itself. Not part of the package."""
