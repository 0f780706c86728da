package io.safeops.run;

/** The memory of a run: what is about to happen is on disk before it happens. */
public interface Journal {

  /**
   * Writes an event and returns when it is on disk.
   *
   * @throws JournalException when it is not; then what it announces must not be done
   */
  void write(RunEvent event) throws JournalException;

  /** The journal could not be written: no journal, no run. */
  final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
