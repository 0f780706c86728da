package io.safeops.document;

import java.util.List;
import java.util.stream.Collectors;

/** A file does not load. Holds every problem that was found, in the order of the file. */
public final class DocumentException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public DocumentException(List<Problem> problems) {
    super(problems.stream().sorted().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a DocumentException needs at least one problem");
    }
    this.problems = problems.stream().sorted().distinct().toList();
  }

  public DocumentException(Position at, String message) {
    this(List.of(new Problem(at, message)));
  }

  /** The problems, sorted by position; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
