package io.safeops.action.northbound;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.row.NorthboundTables;
import io.safeops.action.row.RowChange;
import io.safeops.document.Located;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.transport.ShellQuote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An action that sets an option of the whole Northbound: how ovn-northd works, and how gateway
 * chassis monitor each other. It takes only numeric options that ovn-nb(5) describes.
 *
 * @param option its key in NB_Global
 */
public record GlobalOptionSet(String option, long value) implements RowAction {

  static final String NAME = "ovn.nb-global.set-option";

  /**
   * The allowed values of an option, from ovn-nb(5); where ovn-nb(5) gives no bound, a sensible
   * one.
   */
  private record Range(long least, long most, boolean zero) {}

  private static final Map<String, Range> OPTIONS =
      Map.of(
          "bfd-min-rx", new Range(100, 60_000, false),
          "bfd-min-tx", new Range(100, 60_000, false),
          "bfd-mult", new Range(1, 255, false),
          "fdb_removal_limit", new Range(1, 4_294_967_295L, true),
          "mac_binding_removal_limit", new Range(1, 4_294_967_295L, true),
          "northd-backoff-interval-ms", new Range(1, 10_000, true),
          "northd_probe_interval", new Range(1000, 3_600_000, true));

  /** The largest value of any option. */
  private static final long MOST =
      OPTIONS.values().stream().mapToLong(Range::most).max().orElseThrow();

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set an option of the whole Northbound: how ovn-northd works, and how gateway chassis monitor each other",
        Schema.fields(
            Schema.required(
                "option",
                Schema.words(OPTIONS.keySet().stream().sorted().toList()),
                "its key in NB_Global"),
            Schema.required("value", new Schema.WholeNumber(0, MOST), "its value, a number")),
        GlobalOptionSet::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Value named = arguments.map().required("option");
    Value given = arguments.map().required("value");
    Optional<String> option =
        named.isPresent()
            ? named.oneOf(OPTIONS.keySet().stream().sorted().toList()).map(Located::value)
            : Optional.empty();
    if (option.isEmpty() || !given.isPresent()) {
      return Optional.empty();
    }
    return Optional.ofNullable(OPTIONS.get(option.get()))
        .flatMap(range -> value(given, option.get(), range))
        .map(number -> new GlobalOptionSet(option.get(), number));
  }

  private static Optional<Long> value(Value given, String option, Range range) {
    Optional<Long> value =
        given.integer(range.zero() ? 0 : range.least(), range.most()).map(Located::value);
    if (value.isPresent() && value.get() != 0 && value.get() < range.least()) {
      given.report("`value`: " + option + " is 0 or at least " + range.least());
      return Optional.empty();
    }
    return value;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<RowChange<DatabaseStatus>> changes(Cluster before) throws ActionException {
    NorthboundAccess.of(before);
    DatabaseStatus was = before.northbound().orElseThrow();
    Map<String, String> options = new TreeMap<>(was.options());
    String text = String.valueOf(value);
    if (text.equals(options.put(option, text))) {
      throw new ActionException("this changes nothing: " + option + " is already " + text);
    }
    return List.of(RowChange.update(NorthboundTables.NB_GLOBAL, was, was.withOptions(options)));
  }

  @Override
  public String describe() {
    return ShellQuote.words(
        List.of("ovn-nbctl", "set", "NB_Global", ".", "options:" + option + "=" + value));
  }
}
