package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.List;

/** The completion for zsh, in the words of its own {@code _arguments}. */
final class ZshCompletion {

  private static final String HEAD =
      """
      #compdef safeops
      # zsh completion for safeops.
      # Made from the code by `./safeops reference docs`: change the code.

      __safeops_run_ids() {
        local -a runs
        runs=(${XDG_STATE_HOME:-$HOME/.local/state}/safeops/runs/*(N/:t))
        compadd -a runs
      }

      # __safeops_words_or_files WORD...: PLAN.
      __safeops_words_or_files() {
        local -a words=("$@")
        _alternative 'words:word:compadd -a words' 'files:file:_files'
      }

      # __safeops_files_in_form FORMAT...: FORMAT=FILE.
      __safeops_files_in_form() {
        if compset -P '*='; then
          _files
        else
          local -a words=("$@")
          compadd -S = -a words
        fi
      }
      """;

  private ZshCompletion() {}

  static String of(CommandForm safeops) {
    StringBuilder all = new StringBuilder(HEAD);
    safeops.all().filter(each -> !each.equals(safeops)).forEach(each -> all.append(function(each)));
    return all.append(function(safeops)).append("\n_safeops \"$@\"\n").toString();
  }

  private static String function(CommandForm command) {
    List<String> specs = new ArrayList<>();
    command.options().forEach(each -> specs.add(option(each)));
    boolean group = !command.commands().isEmpty();
    if (group) {
      specs.add("'1:command:->command'");
      specs.add("'*::argument:->argument'");
    } else {
      command.arguments().stream().limit(1).forEach(each -> specs.add(argument(each)));
    }
    StringBuilder function = new StringBuilder("\n" + command.function() + "() {\n");
    if (group) {
      function.append("  local curcontext=$curcontext state line\n");
    }
    function.append("  _arguments -s").append(group ? " -C" : "").append(" \\\n    ");
    function.append(String.join(" \\\n    ", specs)).append('\n');
    if (group) {
      function.append(commands(command));
    }
    return function.append("}\n").toString();
  }

  private static String commands(CommandForm command) {
    StringBuilder text =
        new StringBuilder("  case $state in\n    command)\n      local -a commands=(\n");
    command
        .commands()
        .forEach(
            each ->
                text.append("        ")
                    .append(quoted(each.word() + ":" + each.inShort().replace(":", "\\:")))
                    .append('\n'));
    if (command.words().size() == 1) {
      LauncherCommand.ALL.forEach(
          each ->
              text.append("        ")
                  .append(quoted(each.word() + ":" + each.about()))
                  .append('\n'));
    }
    text.append("      )\n      _describe command commands\n      ;;\n    argument)\n");
    text.append("      case $words[1] in\n");
    command
        .commands()
        .forEach(
            each ->
                text.append("        ")
                    .append(each.word())
                    .append(") ")
                    .append(each.function())
                    .append(" ;;\n"));
    return text.append("      esac\n      ;;\n  esac\n").toString();
  }

  private static String option(CommandForm.Option option) {
    String about = "[" + described(option.about()) + "]" + value(option);
    List<String> names = option.names();
    if (option.repeated()) {
      return String.join(" ", names.stream().map(name -> quoted("*" + name + about)).toList());
    }
    return names.size() == 1
        ? quoted(names.get(0) + about)
        : quoted("(" + String.join(" ", names) + ")")
            + "{"
            + String.join(",", names)
            + "}"
            + quoted(about);
  }

  private static String value(CommandForm.Option option) {
    return option.label().isEmpty()
        ? ""
        : ":" + described(option.label()) + ":" + from(option.value());
  }

  private static String argument(CommandForm.Argument argument) {
    String place = argument.label().endsWith("...") ? "*" : "1";
    return quoted(place + ":" + described(argument.label()) + ":" + from(argument.value()));
  }

  private static String from(ValueForm value) {
    String words = String.join(" ", value.words());
    return switch (value.kind()) {
      case ANY -> " ";
      case WORD -> "(" + words + ")";
      case FILE -> "_files";
      case FOLDER -> "_files -/";
      case WORD_OR_FILE -> "__safeops_words_or_files " + words;
      case WORD_AND_FILE -> "__safeops_files_in_form " + words;
      case RUN -> "__safeops_run_ids";
    };
  }

  private static String described(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
