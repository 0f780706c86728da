package io.safeops.cli.page;

import io.safeops.review.Review;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.RunStatus;
import io.safeops.session.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a run on this machine.
 *
 * @param run its id
 * @param now what its process says of itself; empty without a process
 * @param events of the journal, in order
 * @param faults of the journal, a sentence each
 * @param request how it was asked for; empty if that cannot be read
 * @param review made again from the files of the run; empty if it cannot be made
 * @param noReview why there is no review; else empty
 * @param madeAt when this was read
 */
public record RunStory(
    String run,
    RunStatus status,
    String now,
    List<RecordedEvent> events,
    List<String> faults,
    Optional<RunRequest> request,
    Optional<Review> review,
    String noReview,
    Instant madeAt) {

  public RunStory {
    events = List.copyOf(events);
    faults = List.copyOf(faults);
  }

  /** The name of the plan, else its file; empty if neither is known. */
  String plan() {
    return review
        .map(each -> each.plan().name())
        .or(() -> request.map(RunRequest::plan))
        .orElse("");
  }

  Optional<RunEvent.RunStarted> started() {
    return all(RunEvent.RunStarted.class).stream().findFirst();
  }

  <E extends RunEvent> List<E> all(Class<E> kind) {
    return events.stream()
        .map(RecordedEvent::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** When the run began: the time of the first event that has one. */
  Optional<Instant> begin() {
    return events.stream().flatMap(event -> at(event).stream()).findFirst();
  }

  /** The time of the last event that has one. */
  Optional<Instant> last() {
    return events.stream().flatMap(event -> at(event).stream()).reduce((earlier, later) -> later);
  }

  /** How long after the begin; negative if the clock was set back. */
  Optional<Duration> since(RecordedEvent event) {
    return begin().flatMap(begin -> at(event).map(at -> Duration.between(begin, at)));
  }

  /** Empty if the journal tells no time that can be read. */
  static Optional<Instant> at(RecordedEvent event) {
    try {
      return Optional.of(Instant.parse(event.at()));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
