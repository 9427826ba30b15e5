"""`python -m simulator` is `community`."""

from .cli import main

if __name__ == "__main__":
    main()
