package io.safeops.run.coordinate;

import io.safeops.run.event.RunEvent;
import java.util.function.Consumer;

/** The memory of a run: what is about to happen is on disk before it happens. */
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
   * Gives up the room that is kept on the disk for the end. A disk that is full would otherwise
   * have a run of which nobody can say later how it ended.
   */
  default void useReserve() {}

  /** Tells who listens of an event that is not on disk. */
  default void tell(RunEvent event) {}

  /** This journal, and somebody who is told of what is on disk, and of what only is told. */
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
