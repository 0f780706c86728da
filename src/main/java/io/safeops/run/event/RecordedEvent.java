package io.safeops.run.event;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event as a journal or a client carries it.
 *
 * @param event what this version understands of it
 * @param data its keys and values as they came; another version may have written more of them than
 *     the event has components, and a journal adds when it happened
 */
public record RecordedEvent(RunEvent event, Map<String, String> data) {

  public RecordedEvent {
    data = RunEvent.plain(data);
  }

  /** An event of this moment. */
  public static RecordedEvent of(RunEvent event) {
    return new RecordedEvent(event, RunEventCodec.data(event));
  }

  /** The same with one more value. */
  public RecordedEvent with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(data);
    more.put(key, value);
    return new RecordedEvent(event, more);
  }

  /** Its kind's name. */
  public String kind() {
    return RunEventCodec.kind(event);
  }

  /** When it happened, as the journal or the run tells it; empty where neither did. */
  public String at() {
    return data.getOrDefault("at", "");
  }

  /** The same; empty, too, where it is no time. */
  public Optional<Instant> time() {
    try {
      return at().isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at()));
    } catch (DateTimeParseException otherVersion) {
      return Optional.empty();
    }
  }
}
