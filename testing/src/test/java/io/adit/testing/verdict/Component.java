package io.adit.testing.verdict;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A component of a bundle's, made as Declarative Services makes it, with services of the test's:
 * constructed with its configuration, bound to a service by each method {@code bind...}, opened.
 */
final class Component<T> implements AutoCloseable {
  private final T instance;
  private final List<Object> services;

  /**
   * Makes and opens a component.
   *
   * @param properties its configuration; what is not there has its default
   * @param services one for each of its references
   */
  Component(Class<T> type, Map<String, Object> properties, List<Object> services) {
    this.services = services;
    Constructor<?> constructor = type.getConstructors()[0];
    Object[] configurations =
        Arrays.stream(constructor.getParameterTypes())
            .map(annotation -> configuration(annotation, properties))
            .toArray();
    try {
      constructor.setAccessible(true);
      instance = type.cast(constructor.newInstance(configurations));
    } catch (ReflectiveOperationException e) {
      throw failure(type.getName(), e);
    }
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().startsWith("bind") && isThere(method.getParameterTypes()[0])) {
        call(method, arguments(method));
      }
    }
    call("open");
  }

  /** What a component property type says, from properties as Configuration Admin has them. */
  private static Object configuration(Class<?> annotation, Map<String, Object> properties) {
    return Proxy.newProxyInstance(
        annotation.getClassLoader(),
        new Class<?>[] {annotation},
        (proxy, method, arguments) -> {
          Object value = properties.get(method.getName().replace('_', '.'));
          return value == null ? method.getDefaultValue() : value;
        });
  }

  /** All references are optional. */
  private boolean isThere(Class<?> type) {
    return services.stream().anyMatch(type::isInstance);
  }

  private Object service(Class<?> type) {
    return services.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no service " + type.getName()));
  }

  T instance() {
    return instance;
  }

  /** Takes a service away, and gives it back. */
  void replace(Class<?> service) {
    for (String prefix : List.of("unbind", "bind")) {
      for (Method method : instance.getClass().getDeclaredMethods()) {
        if (method.getName().startsWith(prefix) && method.getParameterTypes()[0] == service) {
          call(method, arguments(method));
        }
      }
    }
  }

  /** The service, and for a method that asks for them its properties, of which there are none. */
  private Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == Map.class ? Map.of() : service(type))
        .toArray();
  }

  private void call(String name) {
    try {
      call(instance.getClass().getDeclaredMethod(name));
    } catch (NoSuchMethodException e) {
      throw failure(name, e);
    }
  }

  private void call(Method method, Object... arguments) {
    try {
      method.setAccessible(true);
      method.invoke(instance, arguments);
    } catch (ReflectiveOperationException e) {
      throw failure(method.getName(), e);
    }
  }

  private static IllegalStateException failure(String what, ReflectiveOperationException e) {
    return new IllegalStateException(
        what, e instanceof InvocationTargetException ? e.getCause() : e);
  }

  @Override
  public void close() {
    call("close");
  }
}
