package io.safeops.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A page of HTML as a parser of XML reads it. */
record ParsedPage(Document document) {

  static ParsedPage of(String html) throws Exception {
    return new ParsedPage(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(html.getBytes(UTF_8))));
  }

  List<Element> elements() {
    NodeList all = document.getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      elements.add((Element) all.item(i));
    }
    return elements;
  }

  /** The names of all elements. */
  List<String> tags() {
    return elements().stream().map(Element::getTagName).toList();
  }

  List<String> texts(String tag) {
    return elements().stream()
        .filter(each -> each.getTagName().equals(tag))
        .map(Node::getTextContent)
        .toList();
  }

  /** The titles of the page itself, not those in its pictures. */
  List<String> ownTitles() {
    return elements().stream()
        .filter(each -> each.getTagName().equals("title"))
        .filter(each -> each.getParentNode().getNodeName().equals("head"))
        .map(Node::getTextContent)
        .toList();
  }

  /** The part with this id, a line for each piece of text. */
  String section(String id) {
    Element section =
        elements().stream().filter(each -> each.getAttribute("id").equals(id)).findFirst().get();
    return text(section);
  }

  String text() {
    return text((Element) document.getElementsByTagName("body").item(0));
  }

  private static String text(Element element) {
    return element
        .getTextContent()
        .lines()
        .filter(l -> !l.isBlank())
        .collect(Collectors.joining("\n"));
  }
}
