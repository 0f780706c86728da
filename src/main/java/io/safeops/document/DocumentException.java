package io.safeops.document;

import java.util.List;
import java.util.stream.Collectors;

/** A file that does not load: everything that is wrong with it, in the order of the file. */
public final class DocumentException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public DocumentException(List<Problem> problems) {
    super(problems.stream().sorted().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a document fails for at least one reason");
    }
    this.problems = problems.stream().sorted().distinct().toList();
  }

  public DocumentException(Position at, String message) {
    this(List.of(new Problem(at, message)));
  }

  /** At least one, sorted by place. */
  public List<Problem> problems() {
    return problems;
  }
}
