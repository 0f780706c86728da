package io.safeops.action.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.model.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FootprintCodecTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** An item of each kind; two if the kind has two forms. */
  private static final Footprint ALL =
      Footprint.of(
          new RowItem(new RowKey("net", "Bridge", "br-ex")),
          new RowItem(RowKey.northbound("Logical_Switch_Port", "provnet")),
          new RowItem(RowKey.southbound("Chassis", "old-1")),
          new NetworkItem("4d1c"),
          new RouterItem("77aa"),
          new ChassisItem("net"),
          new PortItem("vm \"1\""),
          new HostItem("cmp"),
          new ComponentItem("ctl", "northd"),
          new BridgeItem("net", "br-ex"),
          new PhysnetItem("physnet2"),
          new SwitchItem("public"));

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    JsonNode json = MAPPER.readTree(MAPPER.writeValueAsString(FootprintCodec.write(ALL)));
    assertThat(FootprintCodec.read(json)).isEqualTo(ALL);
  }

  @ParameterizedTest
  @EnumSource(FootprintItemKind.class)
  void everyKindIsWritten(FootprintItemKind kind) {
    assertThat(ALL.items()).extracting(FootprintItem::kind).contains(kind);
    assertThat(FootprintCodec.write(ALL).findValuesAsText("kind")).contains(kind.word());
  }

  @Test
  void itIsWrittenInOneOrder() {
    Footprint one = Footprint.of(new SwitchItem("b"), new BridgeItem("n", "x"));
    Footprint other = Footprint.of(new BridgeItem("n", "x")).and(new SwitchItem("b"));
    assertThat(FootprintCodec.write(one)).isEqualTo(FootprintCodec.write(other));
    assertThat(FootprintCodec.write(one))
        .hasToString(
            "[{\"kind\":\"switch\",\"name\":\"b\"},"
                + "{\"kind\":\"bridge\",\"node\":\"n\",\"name\":\"x\"}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{}]",
        "[{'kind': 'galaxy', 'name': 'x'}]",
        "[{'kind': 'bridge', 'node': 'net'}]",
        "[{'kind': 'bridge', 'node': 'net', 'name': ''}]",
        "[{'kind': 'switch', 'name': 7}]",
        "[{'kind': 'row', 'node': 'net', 'table': '', 'key': 'x'}]"
      })
  void anythingElseIsRefused(String json) {
    assertThatThrownBy(() -> FootprintCodec.read(MAPPER.readTree(json.replace('\'', '"'))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anItemOfANewerVersionIsNamed() {
    assertThatThrownBy(
            () -> FootprintCodec.read(MAPPER.readTree("[{\"kind\": \"galaxy\", \"name\": \"x\"}]")))
        .hasMessageContaining("`galaxy`");
  }

  @Test
  void itemsOfOneKindAreSortedByNodeAndThenByName() {
    assertThat(
            Footprint.of(
                    new BridgeItem("b", "x"), new BridgeItem("a", "z"), new BridgeItem("a", "y"))
                .bridges())
        .isEqualTo(
            List.of(new BridgeItem("a", "y"), new BridgeItem("a", "z"), new BridgeItem("b", "x")));
  }
}
