// What Node 20 offers to addons for the experimental Node-API, and node-api-headers leaves out. In such addons a
// finalizer must not touch the garbage collector's state; node-addon-api then puts its finalizers off with this.
#include <node_api.h>

#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER

EXTERN_C_START

NAPI_EXTERN napi_status NAPI_CDECL node_api_post_finalizer(node_api_basic_env env,
                                                           napi_finalize finalize_cb,
                                                           void* finalize_data,
                                                           void* finalize_hint);

EXTERN_C_END
