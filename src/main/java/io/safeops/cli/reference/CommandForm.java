package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as its pages and completions show it.
 *
 * @param words the words that name it, as {@code safeops policy list}
 * @param about what it does, a sentence or more for each line
 * @param synopsis its usage, wrapped
 * @param commands its subcommands that are not hidden
 */
public record CommandForm(
    List<String> words,
    List<String> about,
    String synopsis,
    List<Argument> arguments,
    List<Option> options,
    List<CommandForm> commands) {

  /** Characters of a line of a synopsis: manual pages indent it by seven of eighty. */
  private static final int WIDTH = 72;

  /** A positional argument; its label ends in three dots if it may be repeated. */
  public record Argument(String label, boolean required, String about, ValueForm value) {}

  /**
   * An option.
   *
   * @param names the short name first
   * @param label what comes after the name; empty if nothing does
   */
  public record Option(
      List<String> names, String label, boolean repeated, String about, ValueForm value) {}

  public CommandForm {
    words = List.copyOf(words);
    about = List.copyOf(about);
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
    commands = List.copyOf(commands);
  }

  /** The form of a command, with its subcommands. */
  public static CommandForm of(CommandSpec spec) {
    return new CommandForm(
        List.of(spec.qualifiedName(" ").split(" ")),
        about(spec),
        synopsis(spec),
        spec.positionalParameters().stream()
            .filter(each -> !each.hidden())
            .map(CommandForm::argument)
            .toList(),
        sorted(spec).stream().map(CommandForm::option).toList(),
        spec.subcommands().values().stream()
            .map(each -> each.getCommandSpec())
            .filter(each -> !each.usageMessage().hidden())
            .map(CommandForm::of)
            .toList());
  }

  private static Argument argument(PositionalParamSpec spec) {
    String dots = spec.arity().max() > 1 ? "..." : "";
    return new Argument(
        spec.paramLabel() + dots,
        spec.arity().min() > 0,
        String.join(" ", lines(spec.description())),
        ValueForm.of(spec));
  }

  /** The options that are not hidden, by their long names. */
  private static List<OptionSpec> sorted(CommandSpec spec) {
    return spec.options().stream()
        .filter(each -> !each.hidden())
        .sorted(Comparator.comparing(each -> each.longestName().replaceFirst("^-+", "")))
        .toList();
  }

  private static List<String> names(OptionSpec spec) {
    List<String> names = new ArrayList<>(Arrays.asList(spec.names()));
    names.sort(Comparator.comparingInt(String::length));
    return names;
  }

  private static Option option(OptionSpec spec) {
    return new Option(
        names(spec),
        spec.arity().max() == 0 ? "" : spec.paramLabel(),
        spec.isMultiValue() || (spec.group() != null && spec.group().multiplicity().max() > 1),
        String.join(" ", lines(spec.description())),
        ValueForm.of(spec));
  }

  private static List<String> about(CommandSpec spec) {
    return Stream.of(spec.usageMessage().header(), spec.usageMessage().description())
        .flatMap(texts -> lines(texts).stream())
        .toList();
  }

  /** picocli has filled in the values; what is left is its word for the end of a line. */
  private static List<String> lines(String[] texts) {
    return Arrays.stream(texts)
        .map(text -> text.replace("%n", "").strip())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** A word or a group of words for each option and argument, in lines of a terminal's width. */
  private static String synopsis(CommandSpec spec) {
    List<String> parts = new ArrayList<>();
    Set<ArgGroupSpec> groups = new HashSet<>();
    for (OptionSpec each : sorted(spec)) {
      if (each.group() == null) {
        parts.add("[" + use(each) + "]" + (each.isMultiValue() ? "..." : ""));
      } else if (groups.add(each.group())) {
        List<String> uses = each.group().options().stream().map(CommandForm::use).toList();
        boolean repeated = each.group().multiplicity().max() > 1;
        parts.add("[" + String.join(" ", uses) + "]" + (repeated ? "..." : ""));
      }
    }
    spec.positionalParameters().stream()
        .filter(each -> !each.hidden())
        .map(CommandForm::argument)
        .forEach(each -> parts.add(each.required() ? each.label() : "[" + each.label() + "]"));
    if (!spec.subcommands().isEmpty()) {
      parts.add("COMMAND");
    }
    return wrapped(spec.qualifiedName(" "), parts);
  }

  private static String use(OptionSpec spec) {
    String name = names(spec).get(0);
    return spec.arity().max() == 0 ? name : name + " " + spec.paramLabel();
  }

  private static String wrapped(String start, List<String> parts) {
    StringBuilder all = new StringBuilder();
    String line = start;
    for (String part : parts) {
      if (line.length() + 1 + part.length() > WIDTH) {
        all.append(line).append('\n');
        line = " ".repeat(start.length());
      }
      line += " " + part;
    }
    return all.append(line).toString();
  }

  String name() {
    return String.join(" ", words);
  }

  /** The words without the program, joined: the name of its page. */
  String page() {
    return String.join("-", words.subList(1, words.size()));
  }

  /** The name of its manual page. */
  String manual() {
    return String.join("-", words);
  }

  /** Itself and all below it. */
  Stream<CommandForm> all() {
    return Stream.concat(Stream.of(this), commands.stream().flatMap(CommandForm::all));
  }

  /** The last of its words. */
  public String word() {
    return words.get(words.size() - 1);
  }

  /** What it does: the first sentence. */
  public String inShort() {
    return about.isEmpty() ? "" : about.get(0).replaceFirst("[.:]($| [A-Z].*)", "");
  }

  /** The function of a shell that completes it. */
  String function() {
    return "_" + String.join("_", words).toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
