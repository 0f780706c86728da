package io.safeops.plan;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the guard settings of a plan, with the parameter values filled in. */
final class GuardReader {

  private GuardReader() {}

  static GuardSettings read(MapReader guard) {
    Value deadlineValue = guard.optional("deadline");
    Optional<Duration> deadline = between(deadlineValue, 10, 1800);
    Optional<Duration> lease = between(guard.optional("lease"), 2, 300);
    Optional<Duration> hold = between(guard.optional("hold"), 1, 600);
    Value probes = guard.optional("probes");
    Optional<List<Check>> checks =
        probes.isPresent() ? Optional.of(probes(probes)) : Optional.empty();
    guard.finish();
    GuardSettings settings = new GuardSettings(deadline, lease, hold, checks);
    Duration least = settings.holdOrDefault().plus(settings.leaseOrDefault());
    if (settings.deadlineOrDefault().compareTo(least) <= 0) {
      deadlineValue.report(
          "`deadline`: %ds leaves no time to confirm after hold (%ds) and lease (%ds)"
              .formatted(
                  settings.deadlineOrDefault().toSeconds(),
                  settings.holdOrDefault().toSeconds(),
                  settings.leaseOrDefault().toSeconds()));
    }
    return settings;
  }

  private static Optional<Duration> between(Value value, long least, long most) {
    Optional<Duration> duration = value.duration().map(Located::value);
    if (duration.isEmpty()) {
      return duration;
    }
    boolean fits =
        duration.get().compareTo(Duration.ofSeconds(least)) >= 0
            && duration.get().compareTo(Duration.ofSeconds(most)) <= 0;
    if (!fits) {
      value.report("`%s`: not between %ds and %ds".formatted(value.name(), least, most));
      return Optional.empty();
    }
    return duration;
  }

  private static List<Check> probes(Value probes) {
    List<Check> read = new ArrayList<>();
    for (Value probe : probes.list()) {
      if (probe.isText()) {
        probe.oneOf(List.of(CheckReader.STORM)).ifPresent(storm -> read.add(new Check.Storm()));
        continue;
      }
      MapReader map = probe.map();
      CheckReader.read(map, probe, CheckReader.PROBES).ifPresent(read::add);
      map.finish();
    }
    return read;
  }
}
