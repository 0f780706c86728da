package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.collect.InventoryDraft;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.Node;
import io.safeops.run.event.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What programs read of commands, and beside it what people read. */
class JsonFormsTest {

  private static final Outcome ROLLED_BACK =
      new Outcome(Outcome.End.ROLLED_BACK, "rolled back, proven");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Output output = new Output(new PrintWriter(out, true), new PrintWriter(err, true));

  @Test
  void anAnswerSaysWhetherTheRunDidIt() {
    CommandAnswerView json = new CommandAnswerView.Json(output);
    json.silent("not yet");
    json.answer("the code is wrong", false);
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"format\":\"safeops.events/1\",\"silent\":\"not yet\"}",
            "{\"format\":\"safeops.events/1\",\"answer\":\"the code is wrong\",\"done\":false}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anEndHasTheStatusOfTheCommand() {
    new CommandAnswerView.Json(output).end(ROLLED_BACK, 3);
    assertThat(out.toString().strip())
        .isEqualTo(
            "{\"format\":\"safeops.events/1\",\"end\":\"ROLLED_BACK\",\"exit\":3,"
                + "\"text\":\"rolled back, proven\"}");
  }

  @Test
  void aProcessThatIsGoneIsToldOf() {
    new CommandAnswerView.Json(output).gone("it went away");
    assertThat(out.toString().strip())
        .isEqualTo("{\"format\":\"safeops.events/1\",\"gone\":\"it went away\"}");
  }

  @Test
  void peopleReadAnswersAsLines() {
    CommandAnswerView text = new CommandAnswerView.Text(output);
    text.silent("not yet");
    text.answer("moved by 120 s", true);
    text.end(ROLLED_BACK, 4);
    assertThat(out.toString().lines()).containsExactly("moved by 120 s", "rolled back, proven");
    assertThat(err.toString().strip()).isEqualTo("not yet");
  }

  @Test
  void savedFactsAreNamed() {
    Cluster facts =
        RecordedNodes.cluster()
            .withNode(
                "net",
                node ->
                    Node.unread(
                        "net", node.address(), node.roles(), Optional.empty(), Optional.of("dead")))
            .withNeutron(
                Optional.of(
                    new Neutron(
                        "http://n:9696", List.of(), List.of(), List.of(), Optional.of("no"))));
    FactsView json = new FactsView.Json(output);
    json.saved(facts, "c0ffee", Path.of("facts.json"));
    json.unread(facts);
    assertThat(out.toString().strip())
        .isEqualTo(
            "{\"facts\":\"facts.json\",\"digest\":\"c0ffee\",\"nodes\":3,\"unread\":[\"net\"],"
                + "\"neutron\":\"no\"}");
    assertThat(err.toString().lines()).containsExactly("net: dead", "Neutron: no");

    new FactsView.Text(output).saved(facts, "c0ffee", Path.of("facts.json"));
    assertThat(out.toString().lines().skip(1))
        .containsExactly("saved facts.json: 3 nodes, digest c0ffee");
  }

  @Test
  void factsAreTheSameInBothForms() throws Exception {
    String facts = FactsFile.text(RecordedNodes.cluster());
    new FactsView.Text(output).facts(facts);
    String text = out.toString();
    out.getBuffer().setLength(0);
    new FactsView.Json(output).facts(facts);
    assertThat(out.toString()).isEqualTo(text).startsWith("{").contains("safeops-facts/1");
  }

  @Test
  void aWrittenInventoryIsToldOf() {
    InventoryDraft draft = InventoryDraft.of(RecordedNodes.cluster());
    new InitView.Json(output).written(Path.of("inventory.yaml"), draft);
    String first = draft.nodes().get(0).name();
    assertThat(out.toString())
        .startsWith("{\"inventory\":\"inventory.yaml\",\"nodes\":[{\"name\":\"" + first + "\",")
        .contains("\"roles\":[\"central\"", "\"leftOut\":[")
        .hasLineCount(1);
    new InitView.Text(output).written(Path.of("inventory.yaml"), draft);
    assertThat(out.toString())
        .contains(
            "inventory.yaml: " + draft.nodes().size() + " nodes",
            "then run: safeops doctor -i inventory.yaml");
  }

  @Test
  void whyNoInventoryIsWrittenIsAnErrorInBothForms() {
    new InitView.Json(output).problem("it is dead");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip()).isEqualTo("safeops: it is dead");
  }
}
