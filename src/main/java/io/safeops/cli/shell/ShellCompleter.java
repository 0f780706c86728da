package io.safeops.cli.shell;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.reference.CommandForm;
import io.safeops.cli.reference.ValueForm;
import io.safeops.cli.terminal.ParameterChoices;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.Param;
import io.safeops.plan.ParamType;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes the words of the shell: commands, their options, files, runs, rules, and the parameters
 * of the plans on the line. Asks no node and changes nothing.
 */
final class ShellCompleter implements Completer {

  /** Characters of a description in a list: more would make the list too wide. */
  private static final int WIDTH = 60;

  /** The newest runs, which are asked whether they are open. */
  private static final int NEWEST = 20;

  private final Supplier<CommandForm> safeops;
  private final LineDefaults defaults;
  private final KnownClusters clusters;

  ShellCompleter(Supplier<CommandForm> safeops, LineDefaults defaults, KnownClusters clusters) {
    this.safeops = safeops;
    this.defaults = defaults;
    this.clusters = clusters;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    of(line.words().subList(0, line.wordIndex()), line.word()).stream()
        .map(Completion::candidate)
        .forEach(candidates::add);
  }

  /**
   * What may stand at the end of a line.
   *
   * @param before the words before it
   * @param word its beginning; may be empty
   */
  List<Completion> of(List<String> before, String word) {
    List<String> words = Shell.withoutSafeops(before);
    List<Completion> all = words.isEmpty() ? words() : afterTheFirst(words, word);
    return all.stream().filter(each -> each.value().startsWith(word)).toList();
  }

  private List<Completion> words() {
    ShellHelp help = new ShellHelp(safeops.get());
    return Arrays.stream(ShellWord.values())
        .map(word -> Completion.of(word.word(), inShort(help.about(word))))
        .toList();
  }

  private Optional<CommandForm> form(ShellWord word) {
    return safeops.get().commands().stream()
        .filter(each -> each.word().equals(word.word()))
        .findFirst();
  }

  private List<Completion> afterTheFirst(List<String> words, String word) {
    if (!(ShellWord.of(words.get(0)) instanceof ShellWord.Found found)) {
      return List.of();
    }
    if (found.word() == ShellWord.HELP) {
      return words.size() == 1 ? words() : List.of();
    }
    return form(found.word())
        .map(command -> of(LineSoFar.of(command, words.subList(1, words.size())), word))
        .orElse(List.of());
  }

  private List<Completion> of(LineSoFar line, String word) {
    if (line.pending().isPresent()) {
      CommandForm.Option option = line.pending().get();
      return values(line, option.names(), option.label(), option.value(), word);
    }
    if (word.startsWith("-") && line.takesOptions()) {
      return options(line, word);
    }
    if (!line.command().commands().isEmpty()) {
      return line.command().commands().stream()
          .map(each -> Completion.of(each.word(), inShort(each.inShort())))
          .toList();
    }
    List<Completion> next =
        line.next()
            .map(argument -> values(line, List.of(), argument.label(), argument.value(), word))
            .orElse(List.of());
    return next.isEmpty() && word.isEmpty() && line.takesOptions() ? options(line, "-") : next;
  }

  private List<Completion> options(LineSoFar line, String word) {
    int equals = word.indexOf('=');
    if (equals >= 0) {
      String name = word.substring(0, equals);
      return line
          .named(name)
          .map(
              option ->
                  values(
                      line,
                      option.names(),
                      option.label(),
                      option.value(),
                      word.substring(equals + 1)))
          .orElse(List.of())
          .stream()
          .map(each -> each.after(name + "="))
          .toList();
    }
    return line.open().stream()
        .flatMap(
            option ->
                option.names().stream()
                    .filter(name -> name.startsWith(word))
                    .max(Comparator.comparingInt(String::length))
                    .map(name -> Completion.of(name, inShort(option.about())))
                    .stream())
        .toList();
  }

  private List<Completion> values(
      LineSoFar line, List<String> names, String label, ValueForm form, String word) {
    if (names.contains("-p")) {
      return parameters(line, word);
    }
    switch (label.replace("...", "")) {
      case "RUN":
        return runs(line.command().word()).stream().map(Completion::of).toList();
      case "RULE":
        return rules(line, form).stream().map(Completion::of).toList();
      case "NODE":
        return nodes(line).stream().map(Completion::of).toList();
      case "PLAN":
        return joined(form.words(), FileNames.of(word, FileNames.Filter.PLAN));
      default:
        break;
    }
    return switch (form.kind()) {
      case FILE -> names.contains("-i") ? inventories(word) : FileNames.of(word, filter(names));
      case FOLDER -> FileNames.of(word, FileNames.Filter.FOLDER);
      case WORD_OR_FILE -> joined(form.words(), FileNames.of(word, FileNames.Filter.ANY));
      case WORD_AND_FILE -> wordAndFile(form, word);
      case WORD -> form.words().stream().map(Completion::of).toList();
      case RUN, ANY -> List.of();
    };
  }

  private static FileNames.Filter filter(List<String> names) {
    if (names.contains("--values")) {
      return FileNames.Filter.VALUES;
    }
    return Stream.of("--facts", "--baseline", "--reviewed").anyMatch(names::contains)
        ? FileNames.Filter.JSON
        : FileNames.Filter.ANY;
  }

  private static List<Completion> joined(List<String> words, List<Completion> files) {
    return Stream.concat(words.stream().map(Completion::of), files.stream()).toList();
  }

  private static List<Completion> wordAndFile(ValueForm form, String word) {
    int equals = word.indexOf('=');
    return equals < 0
        ? form.words().stream().map(each -> Completion.part(each + "=", each + "=", "")).toList()
        : FileNames.of(word.substring(equals + 1), FileNames.Filter.ANY).stream()
            .map(each -> each.after(word.substring(0, equals + 1)))
            .toList();
  }

  private static List<Completion> inventories(String word) {
    List<String> lab = new ArrayList<>();
    try {
      if (Files.exists(ClusterOptions.named(Optional.of("lab")).inventory())) {
        lab.add("lab");
      }
    } catch (BadInput isDown) {
      lab.clear();
    }
    return joined(lab, FileNames.of(word, FileNames.Filter.INVENTORY));
  }

  /** The names of parameters, each with its type; after the equals sign the values. */
  private List<Completion> parameters(LineSoFar line, String word) {
    PlansOfLine plans = PlansOfLine.of(line.arguments());
    List<Param> params = plans.params();
    int equals = word.indexOf('=');
    if (equals < 0) {
      List<String> given =
          line.values("-p").stream().map(each -> each.replaceFirst("=.*", "")).toList();
      return params.stream()
          .filter(param -> !given.contains(param.name()))
          .map(ShellCompleter::parameter)
          .toList();
    }
    String name = word.substring(0, equals);
    return params.stream()
        .filter(param -> param.name().equals(name))
        .flatMap(param -> values(plans.having(param), param, line).stream())
        .map(value -> Completion.of(value).after(name + "="))
        .toList();
  }

  private static Completion parameter(Param param) {
    String about = param.type().keyword() + (param.isRequired() ? "" : ", may be left out");
    return Completion.part(
        param.name() + "=",
        param.name() + "=",
        inShort(about + (param.description().isEmpty() ? "" : ": " + param.description())));
  }

  private List<String> values(PlanFile plan, Param param, LineSoFar line) {
    Map<String, String> given = new HashMap<>();
    line.values("-p").stream()
        .filter(each -> each.indexOf('=') > 0)
        .map(each -> each.split("=", 2))
        .forEach(each -> given.put(each[0], each[1]));
    List<String> known =
        ParameterChoices.of(plan, param, ParameterChoices.known(plan, given), cluster(line))
            .values();
    return known.isEmpty() && param.type() == ParamType.NODE
        ? KnownClusters.nodes(inventory(line)).stream()
            .filter(node -> param.refuse(node).isEmpty())
            .toList()
        : known;
  }

  private Optional<String> inventory(LineSoFar line) {
    return line.value("--inventory").or(defaults::inventory);
  }

  private Optional<Cluster> cluster(LineSoFar line) {
    Optional<String> file = line.value("--facts");
    return file.isPresent() ? clusters.ofFile(file.get()) : clusters.of(inventory(line).orElse(""));
  }

  private List<String> nodes(LineSoFar line) {
    return cluster(line)
        .map(
            known ->
                known.nodes().stream()
                    .map(node -> node.name())
                    .filter(name -> ParamType.NODE.refuse(name).isEmpty())
                    .toList())
        .orElseGet(() -> KnownClusters.nodes(inventory(line)));
  }

  private List<String> rules(LineSoFar line, ValueForm form) {
    List<Path> folders = new ArrayList<>();
    try {
      line.values("--policies").forEach(folder -> folders.add(Path.of(folder)));
      if (folders.isEmpty()) {
        folders.addAll(defaults.policies());
      }
      return folders.isEmpty()
          ? form.words()
          : PolicySet.load(folders).rules().stream().map(rule -> rule.id().value()).toList();
    } catch (DocumentException | InvalidPathException unreadable) {
      return form.words();
    }
  }

  /** The open runs, for a word that needs one; all of them if none is open. */
  private static List<String> runs(String word) {
    RunStore store = RunSelection.store();
    try {
      List<String> all = store.ids();
      if (word.equals(ShellWord.SHOW.word()) || word.equals(ShellWord.RECOVER.word())) {
        return all;
      }
      List<String> open =
          all.stream()
              .limit(NEWEST)
              .filter(id -> RunStatus.of(store, id).state() == RunStatus.State.OPEN)
              .toList();
      return open.isEmpty() ? all : open;
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** The first sentence, or as much of it as has room. */
  private static String inShort(String about) {
    String sentence = about.replaceFirst("\\.( .*)?$", "");
    return sentence.length() <= WIDTH
        ? sentence
        : sentence.substring(0, sentence.lastIndexOf(' ', WIDTH - 3)) + "...";
  }
}
