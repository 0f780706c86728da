package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.List;

/** The completion for fish. */
final class FishCompletion {

  private static final String HEAD =
      """
      # fish completion for safeops.
      # Made from the code by `./safeops reference docs`: change the code.

      # The words so far that are no options.
      function __safeops_words
          set -l words (commandline -opc)
          for word in $words[2..-1]
              string match -q -- '-*' $word; or echo $word
          end
      end

      # __safeops_is WORD...: whether the command line begins with this command.
      function __safeops_is
          set -l words (__safeops_words)
          set -l length (count $argv)
          test (count $words) -ge $length; or return 1
          set -l first $words[1..$length]
          test "$first" = "$argv"
      end

      # __safeops_needs_command WORD...: whether a command must follow these words.
      function __safeops_needs_command
          set -l words (__safeops_words)
          test (count $words) -eq (count $argv); or return 1
          test -z "$argv"; or test "$words" = "$argv"
      end

      function __safeops_runs
          set -l state $XDG_STATE_HOME
          test -n "$state"; or set state $HOME/.local/state
          for run in $state/safeops/runs/*/
              basename $run
          end
      end

      # __safeops_files_in_form FORMAT...: FORMAT=FILE.
      function __safeops_files_in_form
          set -l token (commandline -ct)
          if string match -q -- '*=*' $token
              set -l parts (string split -m 1 = -- $token)
              for file in (__fish_complete_path $parts[2])
                  echo $parts[1]=$file
              end
          else
              printf '%s=\\n' $argv
          end
      end

      complete -c safeops -f
      """;

  private FishCompletion() {}

  static String of(CommandForm safeops) {
    List<String> lines = new ArrayList<>();
    safeops.all().forEach(command -> lines(command, lines));
    LauncherCommand.ALL.forEach(each -> lines.add(command("", each.word(), each.about())));
    return HEAD + String.join("\n", lines) + "\n";
  }

  private static String path(CommandForm command) {
    return String.join(" ", command.words().subList(1, command.words().size()));
  }

  private static void lines(CommandForm command, List<String> lines) {
    String path = path(command);
    command.commands().forEach(each -> lines.add(command(path, each.word(), each.inShort())));
    String here = path.isEmpty() ? "__safeops_needs_command" : "__safeops_is " + path;
    for (CommandForm.Option each : command.options()) {
      lines.add(start(here) + names(each) + value(each) + " -d " + quoted(each.about()));
    }
    command.arguments().stream()
        .limit(1)
        .map(each -> argument(each.value()))
        .filter(each -> !each.isEmpty())
        .forEach(each -> lines.add(start(here) + each));
  }

  private static String start(String condition) {
    return "complete -c safeops -n " + quoted(condition);
  }

  private static String command(String path, String word, String about) {
    String here = ("__safeops_needs_command " + path).strip();
    return start(here) + " -a " + word + " -d " + quoted(about);
  }

  private static String names(CommandForm.Option option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return names.toString();
  }

  private static String value(CommandForm.Option option) {
    if (option.label().isEmpty()) {
      return "";
    }
    String words = String.join(" ", option.value().words());
    return switch (option.value().kind()) {
      case ANY -> " -x";
      case WORD -> " -x -a " + quoted(words);
      case FILE -> " -r -F";
      case FOLDER -> " -x -a '(__fish_complete_directories)'";
      case WORD_OR_FILE -> " -r -F -a " + quoted(words);
      case WORD_AND_FILE -> " -x -a " + quoted("(__safeops_files_in_form " + words + ")");
      case RUN -> " -x -a '(__safeops_runs)'";
    };
  }

  private static String argument(ValueForm value) {
    String words = String.join(" ", value.words());
    return switch (value.kind()) {
      case ANY, WORD_AND_FILE -> "";
      case WORD -> " -a " + quoted(words);
      case FILE -> " -F";
      case FOLDER -> " -a '(__fish_complete_directories)'";
      case WORD_OR_FILE -> " -F -a " + quoted(words);
      case RUN -> " -a '(__safeops_runs)'";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
