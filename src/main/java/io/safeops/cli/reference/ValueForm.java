package io.safeops.cli.reference;

import io.safeops.cli.report.ReportFormat;
import io.safeops.document.DocumentException;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What a shell can complete as the value of an option or an argument.
 *
 * @param words the words that may stand there, if they are known
 */
public record ValueForm(Kind kind, List<String> words) {

  /** Where values come from. */
  public enum Kind {
    /** Nobody knows them. */
    ANY,
    /** One of the words. */
    WORD,
    FILE,
    FOLDER,
    /** A file, or one of the words. */
    WORD_OR_FILE,
    /** One of the words, an equals sign and a file. */
    WORD_AND_FILE,
    /** A run of this machine. */
    RUN;

    /** As the completions call it. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static final ValueForm ANY = new ValueForm(Kind.ANY, List.of());

  public ValueForm {
    words = List.copyOf(words);
  }

  static ValueForm of(ArgSpec spec) {
    // picocli gives candidates to an enum by itself, in its own spelling.
    if (spec.completionCandidates() != null && !spec.type().isEnum()) {
      return new ValueForm(
          Kind.WORD,
          StreamSupport.stream(spec.completionCandidates().spliterator(), false).toList());
    }
    return switch (spec.paramLabel()) {
      case "PLAN" -> new ValueForm(Kind.WORD_OR_FILE, BuiltInFiles.playbooks());
      case "FORMAT=FILE" -> new ValueForm(Kind.WORD_AND_FILE, ReportFormat.words());
      case "FORMAT" -> new ValueForm(Kind.WORD, formats(spec));
      case "RULE" -> new ValueForm(Kind.WORD, rules());
      case "RUN" -> new ValueForm(Kind.RUN, List.of());
      case "DIR" -> new ValueForm(Kind.FOLDER, List.of());
      case "FILE" -> new ValueForm(Kind.FILE, List.of());
      default -> spec.type() == Path.class ? new ValueForm(Kind.FILE, List.of()) : ANY;
    };
  }

  private static List<String> formats(ArgSpec spec) {
    Object[] constants = spec.type().getEnumConstants();
    return constants == null
        ? ReportFormat.words()
        : Arrays.stream(constants).map(each -> each.toString().toLowerCase(Locale.ROOT)).toList();
  }

  private static List<String> rules() {
    try {
      return PolicySet.load(List.of()).rules().stream().map(rule -> rule.id().value()).toList();
    } catch (DocumentException e) {
      throw new IllegalStateException("the built-in policies do not load", e);
    }
  }
}
