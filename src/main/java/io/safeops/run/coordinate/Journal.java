package io.safeops.run.coordinate;

import io.safeops.run.event.RunEvent;
import java.util.function.Consumer;

/** What a run writes down: an act is on disk before it happens. */
public interface Journal {

  /** Keeps nothing. */
  Journal NONE = event -> {};

  /**
   * Writes an event and returns when it is on disk.
   *
   * @throws JournalException when it is not; then what it announces must not be done
   */
  void write(RunEvent event) throws JournalException;

  /**
   * Frees the disk space that is reserved for the end. On a full disk, nobody could tell later how
   * the run ended.
   */
  default void useReserve() {}

  /** Shows the listener an event that is not on disk. */
  default void tell(RunEvent event) {}

  /** This journal, with a listener: it is shown what is on disk, and what is only shown. */
  default Journal withListener(Consumer<RunEvent> listener) {
    Journal disk = this;
    return new Journal() {
      @Override
      public void write(RunEvent event) throws JournalException {
        disk.write(event);
        listener.accept(event);
      }

      @Override
      public void useReserve() {
        disk.useReserve();
      }

      @Override
      public void tell(RunEvent event) {
        listener.accept(event);
      }
    };
  }

  /** The journal could not be written: no journal, no run. */
  final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
