package io.safeops.house;

import io.safeops.cli.command.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Finds what is wrong with a command line on a page: an unknown subcommand or option of {@code
 * safeops} or of the lab, an unknown profile, property, goal or test of {@code mvn}. It ignores
 * other programs.
 */
final class NamedCommands {

  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*=\\S*");
  private static final Set<String> PHASES =
      Set.of("clean", "compile", "test-compile", "test", "package", "verify");
  private static final Set<String> FLAGS = Set.of("-q", "-B", "-o", "-e", "-ntp", "-version");

  /** Properties that Maven's own plugins define. */
  private static final Set<String> OF_PLUGINS =
      Set.of("test", "it.test", "maven.surefire.debug", "maven.failsafe.debug");

  private final CommandLine safeops = Main.commandLine();
  private final RepositoryFiles files;
  private final String pom;
  private final String lab;
  private final Set<String> breakages;
  private final String demo;

  NamedCommands(RepositoryFiles files) throws IOException {
    this.files = files;
    this.pom = Files.readString(Path.of("pom.xml"));
    this.lab = Files.readString(Path.of("src/lab/lab.sh"));
    this.breakages = breakages();
    this.demo = Files.readString(Path.of("src/lab/demo.sh"));
  }

  /** Checks a line. It may hold several commands. Text after three blanks is a remark. */
  List<String> problems(String line) {
    List<String> problems = new ArrayList<>();
    String command = line.strip().replaceFirst("^[$#] +", "").replaceFirst("\\s{3,}.*", "");
    for (String one : command.split("\\s*(?:&&|;|\\s\\|\\s)\\s*")) {
      List<String> words = words(one);
      while (!words.isEmpty() && VARIABLE.matcher(words.get(0)).matches()) {
        String variable = words.get(0).replaceFirst("=.*", "");
        if (!files.mention(variable)) {
          problems.add("no such variable: " + variable);
        }
        words = words.subList(1, words.size());
      }
      if (!words.isEmpty()) {
        List<String> arguments = words.subList(1, words.size());
        switch (words.get(0).replaceFirst("^.*/", "")) {
          case "safeops" -> safeops(arguments, problems);
          case "lab.sh" -> lab(arguments, problems);
          case "mvn" -> mvn(arguments, problems);
          default -> {
            // `recover RUN --lost NODE` in a sentence about safeops
            if (!arguments.isEmpty() && safeops.getSubcommands().containsKey(words.get(0))) {
              safeops(words, problems);
            }
          }
        }
      }
    }
    return problems;
  }

  private static List<String> words(String command) {
    String plain = command.replaceAll("\"[^\"]*\"|'[^']*'", "QUOTED");
    return Arrays.stream(plain.strip().split("\\s+"))
        .map(word -> word.replaceAll("[\\[\\]]", ""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private void safeops(List<String> words, List<String> problems) {
    CommandLine at = safeops;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("-")) {
        String name = word.replaceFirst("=.*", "");
        var option = at.getCommandSpec().findOption(name);
        if (option == null) {
          problems.add("`" + at.getCommandSpec().qualifiedName() + "` has no option " + name);
        } else if (option.arity().max() > 0 && word.indexOf('=') < 0) {
          i++;
        }
      } else if (!at.getSubcommands().isEmpty()) {
        if (word.equals("...") || word.matches("[A-Z]+")) {
          return;
        }
        boolean root = at.getParent() == null;
        if (root && word.equals("lab")) {
          lab(words.subList(i + 1, words.size()), problems);
          return;
        }
        if (root && word.equals("demo")) {
          words.subList(i + 1, words.size()).stream()
              .filter(each -> !demo.contains(each))
              .forEach(each -> problems.add("the demo has no option " + each));
          return;
        }
        CommandLine next = null;
        for (String name : word.split("\\|")) {
          Map<String, CommandLine> known = at.getSubcommands();
          if (!known.containsKey(name)) {
            problems.add("`" + at.getCommandSpec().qualifiedName() + "` has no command " + name);
            return;
          }
          next = known.get(name);
        }
        at = next;
      }
    }
  }

  /** The names after the word {@code breakage} in the scripts of the lab. */
  private static Set<String> breakages() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> scripts = Files.walk(Path.of("src/lab/lib"))) {
      for (Path script : (Iterable<Path>) scripts.filter(Files::isRegularFile)::iterator) {
        Pattern.compile("(?m)^breakage (\\S+) ")
            .matcher(Files.readString(script))
            .results()
            .forEach(found -> names.add(found.group(1)));
      }
    }
    return names;
  }

  private void lab(List<String> words, List<String> problems) {
    String usage = lab.replaceFirst("(?s)^.*?<<'TEXT'\n(.*?)\nTEXT\n.*$", "$1");
    Set<String> commands = new TreeSet<>(Set.of("help", "power-cut", "ping-from"));
    Pattern.compile("(?m)^  (up \\|[a-z |]+)\\) ;;$")
        .matcher(lab)
        .results()
        .forEach(found -> commands.addAll(List.of(found.group(1).split(" \\| "))));
    String command = "";
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--") || word.equals("...")) {
        return;
      }
      if (command.isEmpty() && word.equals("--lab")) {
        i++;
      } else if (word.startsWith("--")) {
        String name = word.replaceFirst("=.*", "");
        List<String> values = valuesOf(usage, command, name);
        if (values.isEmpty()) {
          problems.add("`lab " + command + "` has no option " + name);
        }
        String value = i + 1 < words.size() ? words.get(i + 1) : "";
        if (value.matches("[a-z]+") && !values.contains(value) && !values.equals(List.of(""))) {
          problems.add("`lab " + command + " " + name + "` takes no " + value);
        }
        i += values.equals(List.of("")) || value.startsWith("-") ? 0 : 1;
      } else if (command.isEmpty()) {
        for (String name : word.split("\\|")) {
          if (!commands.contains(name)) {
            problems.add("the lab has no command " + name);
          }
        }
        command = word;
      } else if (command.matches("break|heal") && word.matches("[a-z0-9].*")) {
        if (!word.equals("list") && !breakages.contains(word)) {
          problems.add("the lab has no breakage " + word);
        }
      }
    }
  }

  /**
   * The values that an option takes, from the usage lines of a command; empty if there is no such
   * option.
   */
  private static List<String> valuesOf(String usage, String command, String option) {
    return usage
        .lines()
        .filter(line -> line.matches("(?:Usage:.*|  .*\\b" + Pattern.quote(command) + "\\b.*)"))
        .flatMap(
            line ->
                Pattern.compile(Pattern.quote(option) + "(?![a-z-])(?: ([a-z|]+|[A-Z]+))?")
                    .matcher(line)
                    .results())
        .map(found -> found.group(1) == null ? "" : found.group(1))
        .flatMap(values -> Arrays.stream(values.split("\\|")))
        .toList();
  }

  private void mvn(List<String> words, List<String> problems) {
    for (String word : words) {
      if (word.startsWith("-P")) {
        for (String profile : word.substring(2).split(",")) {
          if (!pom.contains("<id>" + profile + "</id>")) {
            problems.add("the build has no profile " + profile);
          }
        }
      } else if (word.startsWith("-D")) {
        String[] property = word.substring(2).split("=", 2);
        if (!isProperty(property[0])) {
          problems.add("the build has no property " + property[0]);
        } else if (property[0].endsWith("test") && property.length > 1) {
          tests(property[1], problems);
        }
      } else if (word.startsWith("-")) {
        if (!FLAGS.contains(word)) {
          problems.add("not looked for: mvn " + word);
        }
      } else if (word.contains(":")) {
        if (!pom.contains("<artifactId>" + word.replaceFirst(":.*", "") + "-maven-plugin<")) {
          problems.add("the build has no plugin for " + word);
        }
      } else if (!PHASES.contains(word)) {
        problems.add("no phase of Maven: " + word);
      }
    }
  }

  private boolean isProperty(String name) {
    return OF_PLUGINS.contains(name)
        || pom.contains("<" + name + ">")
        || pom.contains("<" + name + "/>")
        || files.mention(name);
  }

  private void tests(String value, List<String> problems) {
    for (String each : value.split(",")) {
      List<String> parts = List.of(each.split("#", 2));
      if (parts.get(0).matches("QUOTED|NAME|[A-Z]+")) {
        continue;
      }
      List<Path> found = files.named(parts.get(0) + ".java");
      if (found.isEmpty()) {
        problems.add("no such test: " + parts.get(0));
      } else if (parts.size() > 1
          && found.stream().noneMatch(file -> files.text(file).contains(parts.get(1) + "("))) {
        problems.add("no such test: " + each);
      }
    }
  }
}
