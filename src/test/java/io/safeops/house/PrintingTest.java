package io.safeops.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.safeops.cli.terminal.PlainWriter;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Checks that all output goes through the classes that remove control characters. */
class PrintingTest {

  private static final String CLI = "io.safeops.cli.";

  private static final List<ArchRule> RULES =
      List.of(
          noClasses()
              .that(areNot("command.Main"))
              .should()
              .accessField(System.class, "out")
              .orShould()
              .accessField(System.class, "err")
              .as("only Main knows standard output and error: it gives them to PlainWriter"),
          noClasses()
              .that(areNot("terminal.PlainWriter"))
              .should()
              .callConstructorWhere(
                  target(
                      owner(
                          JavaClass.Predicates.assignableTo(PrintWriter.class)
                              .or(JavaClass.Predicates.assignableTo(PrintStream.class)))))
              .as("only PlainWriter makes what prints"),
          noClasses()
              .that(areNot("view.Failures"))
              .should()
              .callMethodWhere(target(name("printStackTrace").or(name("dumpStack"))))
              .as("only Failures shows a stack trace, where it is asked for"),
          noClasses()
              .should()
              .accessField(FileDescriptor.class, "out")
              .orShould()
              .accessField(FileDescriptor.class, "err")
              .as("nobody opens standard output by another name"),
          noClasses()
              .that(areNot("terminal.Passphrases", "terminal.ReadingProgress"))
              .should()
              .callMethodWhere(
                  target(owner(JavaClass.Predicates.type(Console.class)))
                      .and(target(name("readPassword").or(nameMatching("printf|format|writer")))))
              .as(
                  "only Passphrases asks at the console, and ReadingProgress draws its cleaned line there"),
          noClasses()
              .that(
                  areNot(
                      "terminal.TerminalQuestion", "terminal.SessionPrompt", "shell.ShellPrompt"))
              .should()
              .callMethodWhere(
                  target(
                          owner(
                              JavaClass.Predicates.assignableTo(LineReader.class)
                                  .and(
                                      DescribedPredicate.not(
                                          JavaClass.Predicates.simpleName("SessionPrompt")))))
                      .and(target(nameMatching("readLine|printAbove"))))
              .as("only TerminalQuestion and the two prompts show text at JLine's prompt"),
          noClasses()
              .should()
              .callMethodWhere(
                  target(owner(JavaClass.Predicates.assignableTo(Terminal.class)))
                      .and(target(nameMatching("writer|output"))))
              .as("nobody writes to JLine's terminal itself"),
          noClasses()
              .that(
                  areNot(
                      "terminal.TerminalQuestion", "terminal.OperatorSession", "shell.ShellPrompt"))
              .should()
              .dependOnClassesThat()
              .belongToAnyOf(TerminalBuilder.class)
              .as("only TerminalQuestion, OperatorSession and the shell's prompt open a terminal"));

  /**
   * What a command has to say goes through its view, which has a form for people and one for
   * programs.
   */
  private static ArchRule commandsInPrintNothing(String room) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.assignableTo(Writer.class)))
                // Main wraps the two streams of the process.
                .and(
                    DescribedPredicate.not(
                        target(owner(JavaClass.Predicates.type(PlainWriter.class))))))
        .orShould()
        .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(PrintStream.class))))
        .orShould()
        .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(Terminal.class))))
        .orShould()
        .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(LineReader.class))))
        .orShould()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(CommandLine.class)))
                .and(target(nameMatching("getOut|getErr"))))
        .as("no command prints by itself: its view does");
  }

  @Test
  void commandsPrintNothing() {
    commandsInPrintNothing("io.safeops.cli.command").check(MainClasses.ALL);
  }

  @ParameterizedTest
  @ValueSource(classes = {OnWriter.class, OnStream.class, OnTerminal.class, OnCommandLine.class})
  void aCommandThatPrintsIsFound(Class<?> offender) {
    JavaClasses found = new ClassFileImporter().importClasses(offender);
    assertThatThrownBy(() -> commandsInPrintNothing("io.safeops.house").check(found))
        .isInstanceOf(AssertionError.class);
  }

  private static DescribedPredicate<JavaClass> areNot(String... names) {
    return DescribedPredicate.describe(
        "are not " + String.join(", ", names),
        each -> List.of(names).stream().noneMatch(one -> each.getName().startsWith(CLI + one)));
  }

  @Test
  void allOutputGoesThroughTheFilters() {
    RULES.forEach(rule -> rule.check(MainClasses.ALL));
  }

  /** A rule that can never fail would check nothing. */
  @Test
  void everyRuleCanFail() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    for (ArchRule rule : RULES) {
      assertThatThrownBy(() -> rule.check(offender))
          .as(rule.getDescription())
          .isInstanceOf(AssertionError.class);
    }
  }

  /** Prints in every forbidden way. It is never run. */
  @SuppressWarnings("unused")
  private static final class Offender {
    void print(LineReader reader, Console console, RuntimeException e) throws Exception {
      System.out.println("a");
      System.err.println("b");
      new PrintWriter(new java.io.StringWriter()).println("c");
      e.printStackTrace();
      new java.io.FileOutputStream(FileDescriptor.out).close();
      console.printf("d");
      reader.readLine("e");
      reader.printAbove("f");
      try (Terminal terminal = TerminalBuilder.terminal()) {
        terminal.writer().println("g");
      }
    }
  }

  @SuppressWarnings("unused")
  private static final class OnWriter {
    void print(PrintWriter out) {
      out.println("a");
    }
  }

  @SuppressWarnings("unused")
  private static final class OnStream {
    void print(PrintStream out) {
      out.print("a");
    }
  }

  @SuppressWarnings("unused")
  private static final class OnTerminal {
    void print(Terminal terminal) {
      terminal.flush();
    }
  }

  @SuppressWarnings("unused")
  private static final class OnCommandLine {
    void print(CommandLine command, List<PrintWriter> taken) {
      taken.add(command.getOut());
    }
  }
}
