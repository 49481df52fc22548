package dev.asof.api;

/** Who can mend an error; decides the exit code of the process. */
public enum ErrorKind {
  /** The user's mistake: a wrong option, key, name or value. */
  USER(2),
  /** Data was refused: an audit, a guard, a missing price. */
  DATA(3),
  /** Something outside was unavailable: a disk, a catalog, a network. */
  RESOURCE(4),
  /** A defect of AsOf. */
  INTERNAL(70);

  private final int exitCode;

  ErrorKind(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a process that ends with an error of this kind. */
  public int exitCode() {
    return exitCode;
  }
}
