"""Names of `confidential`: sealed under the psychologist's passphrase, opened for ten minutes."""
