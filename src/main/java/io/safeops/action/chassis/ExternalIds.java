package io.safeops.action.chassis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ShellText;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of the {@code external_ids} of one row in a node's own Open_vSwitch database, as
 * scripts: one transaction that fails if a key is not what it was, and an undo that puts each key
 * back where it is still what was written.
 *
 * @param table {@code Open_vSwitch}, which has one row, or {@code Interface}
 * @param row the interface's name; empty for Open_vSwitch
 */
record ExternalIds(String table, Optional<String> row, List<ExternalIdChange> changes) {

  private static final JsonMapper MAPPER = new JsonMapper();

  ExternalIds {
    changes = List.copyOf(changes);
  }

  /** Appends the act, which ends the script. */
  ShellText act(ShellText script) {
    return definitions(script).line("ids_act").line("exit");
  }

  /** Appends {@code ids_undo}, whose status is an undo's. */
  ShellText undo(ShellText script) {
    return definitions(script).line("ids_undo");
  }

  private ShellText definitions(ShellText script) {
    script
        .assign("ID_WHAT", row.map(name -> "interface " + name).orElse("Open_vSwitch"))
        .assign("ID_SELECT", transaction(List.of(select())))
        .assign("ID_FORWARD", transaction(forward()))
        .line("each_id() {");
    for (ExternalIdChange change : changes) {
      script.command(
          "  \"$1\"",
          ShellQuote.words(
              List.of(
                  change.key(),
                  pair(change.key(), change.before()),
                  pair(change.key(), change.after()),
                  transaction(
                      List.of(
                          mutate(
                              new ExternalIdChange(
                                  change.key(), change.after(), change.before())))))));
    }
    return script.line("}").include("chassis/ids.sh");
  }

  /** The pair as the database writes it; empty where there is none. */
  private static String pair(String key, Optional<String> value) {
    return value.map(text -> json(array(key, text))).orElse("");
  }

  private List<JsonNode> forward() {
    List<JsonNode> operations = new ArrayList<>();
    for (ExternalIdChange change : changes) {
      change.before().ifPresent(value -> operations.add(waitFor(change.key(), value)));
    }
    changes.forEach(change -> operations.add(mutate(change)));
    return operations;
  }

  private ObjectNode select() {
    ObjectNode select = operation("select");
    select.set("columns", array("external_ids"));
    return select;
  }

  /** Fails unless the row has this pair. */
  private ObjectNode waitFor(String key, String value) {
    ObjectNode wait = operation("wait");
    ArrayNode includes = array("external_ids", "includes");
    includes.add(array("map").add(MAPPER.createArrayNode().add(array(key, value))));
    ((ArrayNode) wait.get("where")).add(includes);
    wait.put("timeout", 0);
    wait.set("columns", array("external_ids"));
    wait.put("until", "!=");
    wait.set("rows", MAPPER.createArrayNode());
    return wait;
  }

  /** Takes away this pair and no other, and puts no value over another (RFC 7047, 5.1). */
  private ObjectNode mutate(ExternalIdChange change) {
    ObjectNode mutate = operation("mutate");
    ArrayNode mutations = MAPPER.createArrayNode();
    change.before().ifPresent(value -> mutations.add(mutation("delete", change.key(), value)));
    change.after().ifPresent(value -> mutations.add(mutation("insert", change.key(), value)));
    mutate.set("mutations", mutations);
    return mutate;
  }

  private static ArrayNode mutation(String mutator, String key, String value) {
    return array("external_ids", mutator)
        .add(array("map").add(MAPPER.createArrayNode().add(array(key, value))));
  }

  private ObjectNode operation(String op) {
    ObjectNode operation = MAPPER.createObjectNode().put("op", op).put("table", table);
    ArrayNode where = MAPPER.createArrayNode();
    row.ifPresent(name -> where.add(array("name", "==", name)));
    operation.set("where", where);
    return operation;
  }

  private static ArrayNode array(String... texts) {
    ArrayNode array = MAPPER.createArrayNode();
    for (String text : texts) {
      array.add(text);
    }
    return array;
  }

  private static String transaction(List<? extends JsonNode> operations) {
    ArrayNode transaction = array("Open_vSwitch");
    operations.forEach(transaction::add);
    return json(transaction);
  }

  private static String json(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }
}
