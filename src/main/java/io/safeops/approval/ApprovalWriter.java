package io.safeops.approval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes an approval as JSON. {@link ApprovalReader} reads it. */
final class ApprovalWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ApprovalWriter() {}

  static ObjectNode json(Approval approval) {
    Validity validity = approval.validity();
    ObjectNode json =
        JSON.objectNode()
            .put("format", ApprovalText.FORMAT)
            .put("version", ApprovalText.VERSION)
            .put("id", approval.id())
            .put("approver", approval.approver())
            .put("purpose", approval.purpose())
            .put("issued", validity.issued().toString())
            .put("notBefore", validity.notBefore().toString())
            .put("notAfter", validity.notAfter().toString())
            .put("uses", String.valueOf(validity.uses()))
            .put("confirm", approval.confirm().word())
            .put("takeBack", approval.takeBack())
            .put("salt", approval.salt().hex());
    json.set("binding", json(approval.binding()));
    return json;
  }

  static ObjectNode json(Binding binding) {
    ObjectNode json =
        JSON.objectNode().put("program", binding.program().orElse(ClusterIdentity.UNKNOWN));
    json.set("cluster", json(binding.cluster()));
    json.set("plan", json(binding.plan()));
    json.set("guard", json(binding.guard()));
    json.set("nodes", list(binding.nodes(), ApprovalWriter::json));
    json.set("actions", list(binding.actions(), ApprovalWriter::json));
    json.set("before", json(binding.before()));
    json.set("mayVary", list(binding.variations(), ApprovalWriter::json));
    json.set("rules", json(binding.rules()));
    return json;
  }

  private static ObjectNode json(BoundRules rules) {
    ObjectNode json = JSON.objectNode();
    json.set(
        "added",
        list(
            rules.added(),
            each -> JSON.objectNode().put("rule", each.rule()).put("digest", each.digest())));
    json.set("waived", list(rules.waivers(), ApprovalWriter::json));
    return json;
  }

  private static ObjectNode json(ClusterIdentity cluster) {
    return JSON.objectNode()
        .put("northbound", cluster.northbound().orElse(ClusterIdentity.UNKNOWN))
        .put("southbound", cluster.southbound().orElse(ClusterIdentity.UNKNOWN))
        .put("endpoint", cluster.endpoint().orElse(ClusterIdentity.UNKNOWN))
        .put("project", cluster.project().orElse(ClusterIdentity.UNKNOWN));
  }

  private static ObjectNode json(BoundPlan plan) {
    ObjectNode json = JSON.objectNode().put("name", plan.name()).put("digest", plan.digest());
    json.set(
        "parameters",
        list(
            plan.parameters(),
            each ->
                JSON.objectNode()
                    .put("name", each.name())
                    .put(each.secret() ? "salted" : "value", each.value())));
    return json;
  }

  private static ObjectNode json(BoundGuard guard) {
    return JSON.objectNode()
        .put("deadline", BoundGuard.text(guard.deadline()))
        .put("lease", BoundGuard.text(guard.lease()))
        .put("hold", BoundGuard.text(guard.hold()))
        .put("baseline", BoundGuard.text(guard.baseline()));
  }

  private static ObjectNode json(BoundNode node) {
    ObjectNode json =
        JSON.objectNode()
            .put("name", node.name())
            .put("withoutOutOfBand", node.withoutOutOfBand())
            .put("role", node.guarding().role().word())
            .put("witness", node.guarding().witness())
            .put("stateDirectory", node.guarding().stateDirectory());
    json.set("inBand", json(node.inBand()));
    json.set("outOfBand", list(node.outOfBand(), ApprovalWriter::json));
    return json;
  }

  private static ObjectNode json(BoundPath path) {
    ObjectNode json = JSON.objectNode().put("name", path.name());
    json.set("survives", texts(path.survives()));
    if (path.way() instanceof BoundPath.BySsh ssh) {
      json.set("ssh", json(ssh.connection()));
    } else if (path.way() instanceof BoundPath.ByProgram program) {
      json.set("command", json(program.command()));
    } else if (path.way() instanceof BoundPath.ByConsole console) {
      json.put("console", console.place());
    }
    return json;
  }

  private static ObjectNode json(BoundConnection connection) {
    ObjectNode json =
        JSON.objectNode()
            .put("host", connection.host())
            .put("port", String.valueOf(connection.port()))
            .put("login", connection.login());
    json.set("hostKeys", texts(connection.hostKeys()));
    connection.jump().ifPresent(jump -> json.set("jump", json(jump)));
    connection.proxy().ifPresent(proxy -> json.set("proxy", json(proxy)));
    return json;
  }

  private static ObjectNode json(BoundCommand command) {
    ObjectNode json = JSON.objectNode();
    json.set("words", texts(command.words()));
    command.salted().ifPresent(digest -> json.put("salted", digest));
    return json;
  }

  private static ObjectNode json(BoundAction action) {
    ObjectNode json = JSON.objectNode().put("step", action.step()).put("action", action.action());
    json.set("voters", texts(action.targets().voters()));
    json.set("soft", texts(action.targets().soft()));
    json.set("things", texts(action.targets().things()));
    json.set("commands", texts(action.commands()));
    json.set("notUndone", texts(action.notUndone()));
    json.set(
        "after",
        list(
            List.copyOf(action.after().entrySet()), each -> thing(each.getKey(), each.getValue())));
    return json;
  }

  private static ObjectNode thing(String name, Optional<String> is) {
    ObjectNode json = JSON.objectNode().put("thing", name);
    is.ifPresentOrElse(text -> json.put("is", text), () -> json.put("gone", true));
    return json;
  }

  private static ObjectNode json(BeforeImage before) {
    ObjectNode json = JSON.objectNode().put("match", before.match().word());
    List<Map.Entry<String, String>> things = List.copyOf(before.things().entrySet());
    json.set("things", list(things, each -> thing(each.getKey(), Optional.of(each.getValue()))));
    return json;
  }

  private static ObjectNode json(Variation variation) {
    if (!(variation instanceof Variation.PortChassis port)) {
      return JSON.objectNode().put("kind", "row-uuid");
    }
    ObjectNode json = JSON.objectNode().put("kind", "port-chassis").put("port", port.port());
    json.set("nodes", texts(port.nodes()));
    return json;
  }

  private static ObjectNode json(BoundWaiver waiver) {
    ObjectNode json =
        JSON.objectNode()
            .put("rule", waiver.rule())
            .put("digest", waiver.digest())
            .put("because", waiver.because());
    json.set(
        "items",
        list(
            waiver.items(),
            each -> {
              ObjectNode item = JSON.objectNode().put("step", each.step()).put("item", each.item());
              item.set("parts", texts(each.parts()));
              return item;
            }));
    return json;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode list = JSON.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  private static <T> ArrayNode list(List<T> members, Function<T, ObjectNode> writer) {
    ArrayNode list = JSON.arrayNode();
    members.forEach(member -> list.add(writer.apply(member)));
    return list;
  }
}
