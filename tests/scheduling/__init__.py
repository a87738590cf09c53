"""Our rule against simulated providers of every reading."""
