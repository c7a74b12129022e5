"""One module per family of types: `check(file, file_type) -> facts`, `pictures(file)` where there is something
to see. They run in the child process only, and each imports its library when it is first needed."""
