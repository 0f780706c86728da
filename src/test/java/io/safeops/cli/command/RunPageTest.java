package io.safeops.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.NodeKind;
import io.safeops.run.TypedCommand;
import io.safeops.run.TypedCommand.Said;
import io.safeops.run.event.EveryEvent;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** The page of a run tells all of it, and nothing that a node or a person wrote acts on it. */
class RunPageTest {

  @TempDir private Path folder;
  private StoredRun run;

  @BeforeEach
  void create() throws Exception {
    run = new StoredRun(folder, Map.of());
  }

  private ParsedPage parsed() throws Exception {
    ParsedPage page = ParsedPage.of(run.page());
    requireHarmless(page);
    return page;
  }

  /** Only elements and attributes of the page itself, whatever the texts hold. */
  private static void requireHarmless(ParsedPage page) {
    assertThat(page.tags())
        .isSubsetOf(
            List.of(
                "html", "head", "meta", "title", "style", "body", "main", "footer", "nav",
                "section", "h1", "h2", "h3", "div", "p", "strong", "dl", "dt", "dd", "ul", "ol",
                "li", "a", "span", "time", "pre", "code", "details", "summary", "svg", "g", "rect",
                "line", "text"));
    for (Element element : page.elements()) {
      if (isOfPicture(element)) {
        assertThat(element.getTagName()).isIn("svg", "g", "rect", "line", "text", "title");
        assertThat(element.getAttribute("style")).matches("[-a-z0-9:;/ ]*");
        continue;
      }
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        assertThat(attributes.item(i).getNodeName())
            .isIn(
                "lang",
                "charset",
                "http-equiv",
                "content",
                "name",
                "aria-label",
                "id",
                "class",
                "href",
                "datetime");
        assertThat(attributes.item(i).getNodeValue()).doesNotContain("http:", "https:");
      }
      if (element.hasAttribute("href")) {
        assertThat(element.getAttribute("href")).matches("#[a-z]+");
      }
    }
    assertThat(page.texts("style")).hasSize(1).noneMatch(sheet -> sheet.contains("url("));
    assertThat(page.tags().stream().filter(tag -> tag.matches("h[1-6]")).findFirst())
        .contains("h1");
  }

  private static boolean isOfPicture(org.w3c.dom.Node node) {
    return node != null && (node.getNodeName().equals("svg") || isOfPicture(node.getParentNode()));
  }

  /** The steps take the uplink of net, and do what nobody knows to cmp. */
  @Test
  void whatTheStepsTouchIsDrawn() throws Exception {
    String touched = parsed().section("touched");
    assertThat(touched)
        .contains("1 BROKEN, 3 CUT OFF, 1 REMOVED", "facts were read, at 20")
        .contains("uplink enp6s18", "REMOVED: by the plan, as predicted")
        .contains("BROKEN: it has no uplink", "CUT OFF: by net: uplink of br-ex", "before: ok")
        .contains("tunnel cmp -- net", "provider network physnet2 -> br-ex")
        .contains("What step vendor does is not known: safeops has no model of it. cmp: drawn as");
    // No step touches these. The picture is there in two layouts.
    assertThat(touched).doesNotContain("physnet-a -> br-seg", "on net (choices");
    assertThat(touched.split("bridge br-seg", -1)).hasSize(3);
  }

  @Test
  void onlyWhatAStepTouchesIsDrawn() throws Exception {
    run.plan(
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: up}
        steps:
          - ovs.bridge.port.remove: {bridge: br-seg, port: enp7s0}
            nodes: {names: [net]}
        """);
    String touched = parsed().section("touched");
    assertThat(touched)
        .contains("bridge br-seg", "uplink enp7s0", "REMOVED: by the plan, as predicted")
        .doesNotContain("ctl", "tunnel", "bridge br-ex", "not known");
  }

  /** Names in the picture are those of nodes, too. */
  @Test
  void hostileNamesInThePictureStayText() throws Exception {
    Path facts = run.store.reviewedFacts(run.id);
    String name = "</text></svg><script>alert(1)</script>&";
    Files.writeString(facts, Files.readString(facts).replace("physnet-b", name));
    ParsedPage page = parsed();
    assertThat(page.section("touched")).contains("</text></svg><script>alert(1)");
    assertThat(run.page()).doesNotContain("<script");
  }

  @Test
  void theHeadTellsHowItEndedAndWhatThatMeans() throws Exception {
    run.journal(StoredRun.rolledBack());
    ParsedPage page = parsed();
    assertThat(page.ownTitles()).containsExactly("Run " + run.id + ": recreate-and-more");
    assertThat(page.texts("h1")).isEqualTo(page.ownTitles());
    assertThat(page.texts("dd")).contains("recreate-and-more", "0123abcd", "kim", "desk");
    assertThat(page.texts("dd")).contains("2026-01-02T03:04:05Z");
    assertThat(page.text())
        .contains(
            "ROLLED_BACK",
            "The change was undone, and safeops has proven that everything is as it was.",
            "undone, and everything is as it was",
            "2026-01-02T03:07:15Z, after 3 min 10 s");
    assertThat(run.page())
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
  }

  @Test
  void everyEndHasAMeaning() throws Exception {
    for (Outcome.End end : Outcome.End.values()) {
      StoredRun other = new StoredRun(Files.createDirectory(folder.resolve("" + end)), Map.of());
      Files.delete(other.store.request(other.id)); // a review takes time
      other.journal(List.of(new RunEvent.Ended(new Outcome(end, "it is over"))));
      ParsedPage page = ParsedPage.of(other.page());
      assertThat(page.texts("strong").get(0)).isEqualTo(end.name());
      assertThat(page.texts("p").get(1)).as(end.name()).endsWith(".").hasSizeGreaterThan(30);
    }
  }

  @Test
  void everyEventIsInTheTimeLine() throws Exception {
    List<RunEvent> events = new ArrayList<>(EveryEvent.lines().keySet());
    events.addAll(EveryEvent.bare());
    events.addAll(StoredRun.rolledBack());
    run.journal(events);
    ParsedPage page = parsed();
    String line = page.section("events");
    for (RunEvent event : events) {
      assertThat(line).contains(event.text());
    }
    assertThat(line)
        .contains("NEWS", "this version does not know this kind of event, from: n1")
        .contains("2026-01-02T03:04:15Z", "+10 s", "+3 min 20 s")
        .contains("end: SPLIT", "reason: why", "consoles: tty1", "user: kim", "because: burned");
    for (int i = 0; i < events.size(); i++) {
      assertThat(line).contains(StoredRun.BEGIN.plusSeconds(10L * i).toString());
    }
  }

  @Test
  void whoSaidWhatIsTold() throws Exception {
    run.journal(StoredRun.rolledBack());
    assertThat(parsed().section("said"))
        .contains(
            "lee said go for recreate",
            "pat moved the deadline by 60 s",
            "pat typed the code",
            "pat typed a wrong code",
            "undoing: lee said rollback",
            "known since may",
            "it burned")
        .doesNotContain("20 s of quiet", "recreate is done");
  }

  @Test
  void stepsHaveCommandsChangesAndUndo() throws Exception {
    run.journal(StoredRun.rolledBack());
    ParsedPage page = parsed();
    assertThat(page.section("steps"))
        .contains("Step recreate", "Step vendor", "Step cut")
        .contains("ovn.localnet.recreate", "replace the localnet of switch", "vendor-setup")
        .contains("Changes, as predicted: ", "recreate: undone on", "restores ")
        .contains("Expected afterwards");
  }

  @Test
  void pathsThatAreCutAreTold() throws Exception {
    run.journal(StoredRun.rolledBack());
    assertThat(run.story().review().orElseThrow().cuts()).isNotEmpty();
    assertThat(parsed().section("paths"))
        .contains("Step cut: ", " path", "Before", "After, as predicted")
        .contains(run.story().review().orElseThrow().cuts().get(0).answers().now())
        .contains(run.story().review().orElseThrow().cuts().get(0).ends().get(0));
  }

  @Test
  void rulesHaveTheirVerdictAndWhoSetThemAside() throws Exception {
    String rule =
        run.story().review().orElseThrow().refusals().stream()
            .filter(verdict -> verdict.isOperators())
            .findFirst()
            .orElseThrow()
            .rule();
    assertThat(parsed().section("rules")).contains(rule + ": refused");
    run =
        new StoredRun(
            Files.createDirectory(folder.resolve("waived")), Map.of(rule, "it is wanted <so>"));
    assertThat(parsed().section("rules"))
        .contains(rule + ": set aside", "Set aside by", "kim", "it is wanted <so>");
  }

  @Test
  void eachNodeHasItsKindAndWhatHappened() throws Exception {
    run.journal(StoredRun.rolledBack());
    String nodes = parsed().section("nodes");
    String net = nodes.substring(nodes.indexOf("net"), nodes.indexOf("protects itself"));
    assertThat(net)
        .contains("decides (voter)", "with all nodes, at 2026-01-02T03:04:55Z")
        .contains("step recreate ran elsewhere, and it protected itself, at 2026-01-02T03:05:35Z")
        .contains("3 events name it", "net: the disk is slow", "net shows the code");
    assertThat(nodes.substring(nodes.indexOf("protects itself")))
        .contains("soft", "cmp is given up", "with all nodes, at 2026-01-02T03:07:05Z")
        .doesNotContain("the disk is slow");
  }

  @Test
  void secretsAreMasked() throws Exception {
    run.journal(StoredRun.rolledBack());
    assertThat(run.page()).contains("vendor-setup", "MASKED").doesNotContain(StoredRun.SECRET);
  }

  @Test
  void withoutAReviewTheJournalIsShown() throws Exception {
    run.journal(StoredRun.rolledBack());
    Files.writeString(run.plan, Files.readString(run.plan).replace("cmp", "net"));
    ParsedPage page = parsed();
    String why = "The review cannot be made again: the plan has changed since it was reviewed";
    for (String part : List.of("touched", "steps", "paths", "rules")) {
      assertThat(page.section(part)).contains(why);
    }
    assertThat(page.section("events")).contains("recreate holds");
    Files.delete(run.store.reviewedFacts(run.id));
    Files.writeString(run.store.request(run.id), "{\"params\": " + StoredRun.SECRET);
    page = parsed();
    assertThat(page.section("steps")).contains("the request of the run is gone or cannot be read");
    assertThat(page.text()).doesNotContain(StoredRun.SECRET).contains("recreate holds");
    assertThat(page.texts("h1")).containsExactly("Run " + run.id);
  }

  @Test
  void brokenLinesAreNamedAndTheOthersShown() throws Exception {
    run.journal(StoredRun.rolledBack());
    List<String> lines = new ArrayList<>(Files.readAllLines(run.store.journal(run.id)));
    lines.set(2, "{\"seq\": 2, <script>");
    Files.write(run.store.journal(run.id), lines);
    ParsedPage page = parsed();
    assertThat(page.text())
        .contains("line 3 of the journal is no event; it is not shown")
        .contains("line 3 of the journal does not follow from the one before it")
        .contains("kim runs recreate", "undone, and everything is as it was")
        .doesNotContain("asking 2 nodes");
  }

  @Test
  void aRunWithoutAJournalHasAPage() throws Exception {
    assertThat(parsed().text())
        .contains("NO JOURNAL", "There is no journal.", "Step recreate", "names no node");
  }

  /** Every field of every event, with text that would act on a page, a terminal or a parser. */
  @Test
  void hostileTextStaysText() throws Exception {
    List<String> hostile =
        List.of(
            "<script>alert(1)</script>",
            "</style></title><img src=x onerror=alert(1)>",
            "\" onload='alert(1)' x=\"",
            "]]><!--&amp;&lt;&#x41;",
            "\u001b[2J\u202Eevil\u0000\uFFFF\uD800 http://evil.example/",
            "x".repeat(10_000));
    for (String text : hostile) {
      run = new StoredRun(Files.createTempDirectory(folder, "h"), Map.of());
      run.journal(withEverywhere(text));
      Files.delete(run.store.reviewedFacts(run.id)); // a review takes time
      String html = run.page();
      ParsedPage page = ParsedPage.of(html);
      requireHarmless(page);
      String shown = text.replaceAll("[\u001b\u202E\u0000\uFFFF\uD800]", "\uFFFD");
      assertThat(page.section("events").split(java.util.regex.Pattern.quote(shown), -1).length)
          .as(text.substring(0, 10))
          .isGreaterThan(25);
      assertThat(page.section("nodes")).contains(shown);
      assertThat(page.section("said")).contains(shown);
      assertThat(page.texts("dd")).contains(shown);
      assertThat(html).doesNotContain("\u001b", "\u202E", "<script", "<img");
    }
  }

  private static List<RunEvent> withEverywhere(String x) {
    return List.of(
        new RunEvent.RunStarted(x, x, x, Map.of(x, NodeKind.VOTER)),
        new RunEvent.Checking(x),
        new RunEvent.ArmingBegan(x),
        new RunEvent.Armed(x, Optional.empty()),
        new RunEvent.BaselineBegan(x),
        new RunEvent.StepProposed(x, x, Optional.of(1)),
        new RunEvent.GoGiven("t", x, x),
        new RunEvent.UndoStaging(x, x),
        new RunEvent.StepBegan(x, x),
        new RunEvent.StepDone("t", x),
        new RunEvent.StepHolds(x, x),
        new RunEvent.QuietBegan(x),
        new RunEvent.CodeShown("t", Optional.of(ConfirmationInput.IN_BAND), x, x, Optional.empty()),
        new RunEvent.CodeAccepted(x),
        new RunEvent.CodeRefused(x),
        new RunEvent.DeadlineExtended(x, Optional.empty()),
        new RunEvent.PrepareBegan(x),
        new RunEvent.CommitDecided(x),
        new RunEvent.Confirmed(x),
        new RunEvent.Sealed(x),
        new RunEvent.RollbackBegan("t", x),
        new RunEvent.Undone(x),
        new RunEvent.TakenOver(x, Optional.of(2L)),
        new RunEvent.Note(x),
        new RunEvent.NodeNote("t", x),
        new RunEvent.NodesGivenUp("t", Set.of(x), x),
        new RunEvent.RuleSetAside("t", x, x),
        new RunEvent.RuleWarned("t", x),
        new RunEvent.OtherEvent(x, x, Map.of(x, x)),
        new RunEvent.Ended(new Outcome(Outcome.End.SPLIT, x)));
  }

  @Test
  void aLongJournalIsBoundedAndSaysSo() throws Exception {
    StringBuilder journal = new StringBuilder();
    IntStream.range(0, 10_000)
        .forEach(
            i ->
                journal.append(
                    "{\"at\":\"2026-01-02T03:04:05Z\",\"kind\":\"NOTE\",\"text\":\"event number "
                        + i
                        + " <>\",\"data\":{\"node\":\"net\"}}\n"));
    Files.writeString(run.store.journal(run.id), journal);
    String html = run.page();
    assertThat(html.length()).isLessThan(1_500_000);
    String line = ParsedPage.of(html).section("events");
    assertThat(line)
        .contains("event number 0 <>", "event number 999 <>", "event number 9999 <>")
        .contains("event number 9000 <>")
        .doesNotContain("event number 1000 <>", "event number 8999 <>")
        .contains("8000 events are not shown here: of 10000 this page has the first 1000 and the")
        .contains("`safeops show " + run.id + "` shows all");
    String big = "y".repeat(60_000);
    Files.writeString(
        run.store.journal(run.id), journal.toString().replace(" <>", big.substring(0, 5_000)));
    assertThat(run.page().length()).isLessThan(8_000_000);
  }

  @Test
  void theCommandWritesThePage() throws Exception {
    run.journal(StoredRun.rolledBack());
    Path file = folder.resolve("page.html");
    Said said =
        TypedCommand.types(run.state, "show", run.id, "--format", "html", "-o", file.toString());
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text().strip()).isEqualTo("saved " + file);
    assertThat(ParsedPage.of(Files.readString(file)).text()).contains("Step recreate");

    Files.writeString(
        run.store.journal(run.id), "no event\n{}\n", UTF_8, StandardOpenOption.APPEND);
    Said printed = TypedCommand.types(run.state, "show", run.id, "--format", "html");
    assertThat(printed.exit()).as(printed.text()).isEqualTo(1);
    assertThat(printed.text())
        .contains("<!DOCTYPE html>", "</html>", "line 21 of the journal is no event");

    Said without = TypedCommand.types(run.state, "show", run.id, "-o", file.toString());
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.text()).contains("-o needs --format html");
    Said nowhere =
        TypedCommand.types(
            run.state, "show", run.id, "--format", "html", "-o", folder + "/no/such.html");
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.text()).contains("such.html could not be written: there is no such folder");
  }

  /** As WCAG 2 defines contrast, for each colour of text on each background, in light and dark. */
  @Test
  void textHasContrastInLightAndDark() throws Exception {
    String sheet = ParsedPage.of(run.page()).texts("style").get(0);
    int dark = sheet.indexOf("prefers-color-scheme: dark");
    assertThat(dark).isPositive();
    for (String part : List.of(sheet.substring(0, dark), sheet.substring(dark))) {
      for (String text :
          List.of(
              "text",
              "muted",
              "link",
              "ok",
              "removed",
              "notjudged",
              "less",
              "unknown",
              "cutoff",
              "broken")) {
        for (String ground : List.of("page", "panel")) {
          double one = light(part, text);
          double other = light(part, ground);
          assertThat((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05))
              .as(text + " on " + ground)
              .isGreaterThanOrEqualTo(4.5);
        }
      }
    }
    // Every colour comes from these.
    assertThat(sheet.replaceAll("--[a-z]+: #[0-9a-f]{6};", "")).doesNotContain("#");
  }

  /** The relative luminance of a colour of the style sheet, from 0 to 1. */
  private static double light(String sheet, String name) {
    var colour = java.util.regex.Pattern.compile("--" + name + ": #([0-9a-f]{6})").matcher(sheet);
    assertThat(colour.find()).as(name).isTrue();
    double light = 0;
    double[] weights = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
      double value = Integer.parseInt(colour.group(1).substring(2 * i, 2 * i + 2), 16) / 255.0;
      light +=
          weights[i] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
    }
    return light;
  }
}
