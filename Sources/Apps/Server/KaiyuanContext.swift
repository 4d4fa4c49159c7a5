// What travels with each request.

package import Hummingbird
internal import Logging

/// The context of every route.
package struct KaiyuanContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    package var maxUploadSize: Int { JSONBody.largestBody }
}
