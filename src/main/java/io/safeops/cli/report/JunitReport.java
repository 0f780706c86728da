package io.safeops.cli.report;

import io.safeops.cli.report.Finding.Level;
import io.safeops.cli.report.PlanReport.NotReviewed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit XML, as Jenkins and GitLab read it. A plan is a suite. Its first test is the review itself;
 * each rule that has something to say is one more.
 */
final class JunitReport implements ReportWriter {

  private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    try {
      // A writer that cleans its text must get a character of two units in one piece.
      StringWriter whole = new StringWriter();
      XMLStreamWriter xml = XML.createXMLStreamWriter(whole);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      List<Suite> suites =
          report.plans().stream().map(plan -> Suite.of(plan, report.findings(plan))).toList();
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "safeops review");
      counts(suites.stream().flatMap(suite -> suite.tests().stream()).toList(), xml);
      for (Suite suite : suites) {
        suite(suite, xml);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
      out.print(whole);
      out.println();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML that cannot be written", e);
    }
  }

  /** A plan. */
  private record Suite(String name, List<Test> tests) {
    static Suite of(PlanReport plan, List<Finding> findings) {
      List<Test> tests = new ArrayList<>();
      boolean read = !(plan instanceof NotReviewed);
      tests.add(new Test("review", read ? List.of() : findings, !read));
      if (read) {
        Map<String, List<Finding>> byRule = new LinkedHashMap<>();
        findings.forEach(
            each -> byRule.computeIfAbsent(each.rule(), any -> new ArrayList<>()).add(each));
        byRule.forEach((rule, some) -> tests.add(new Test(rule, some, false)));
      }
      return new Suite(PlanUri.path(plan.file()), tests);
    }
  }

  /**
   * The review, or one rule.
   *
   * @param error whether the plan could not be reviewed
   */
  private record Test(String name, List<Finding> findings, boolean error) {
    boolean fails() {
      return !error && findings.stream().anyMatch(each -> each.level() == Level.ERROR);
    }
  }

  private static void counts(List<Test> tests, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeAttribute("tests", String.valueOf(tests.size()));
    xml.writeAttribute("failures", String.valueOf(tests.stream().filter(Test::fails).count()));
    xml.writeAttribute("errors", String.valueOf(tests.stream().filter(Test::error).count()));
    xml.writeAttribute("skipped", "0");
  }

  private static void suite(Suite suite, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite.name());
    counts(suite.tests(), xml);
    for (Test test : suite.tests()) {
      test(suite, test, xml);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void test(Suite suite, Test test, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite.name());
    xml.writeAttribute("name", test.name());
    xml.writeAttribute("file", suite.name());
    if (!test.findings().isEmpty()) {
      xml.writeAttribute("line", String.valueOf(test.findings().get(0).line()));
    }
    StringBuilder text = new StringBuilder();
    test.findings().forEach(finding -> text.append(line(finding)).append('\n'));
    if (test.fails() || test.error()) {
      xml.writeStartElement(test.error() ? "error" : "failure");
      xml.writeAttribute("type", test.findings().get(0).rule());
      xml.writeAttribute("message", test.findings().get(0).message());
      xml.writeCharacters(text.toString());
      xml.writeEndElement();
    } else if (!text.isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(text.toString());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String line(Finding finding) {
    StringBuilder text = new StringBuilder();
    text.append(finding.at())
        .append(": ")
        .append(finding.level().word())
        .append(": ")
        .append(finding.text());
    finding.remedies().forEach(remedy -> text.append("\n  instead: ").append(remedy));
    return text.toString();
  }
}
